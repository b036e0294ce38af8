"""The drill: how fast this hall is on this machine, beside what the machine itself allows in the same run.

A real server in its own process, load from others, floors by turns with the figures. No rule of the hall.
"""
