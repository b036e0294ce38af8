"""The field: the hall's serial lines. The one place of the server that opens devices.

``presses`` turns keys into commands, ``displays`` turns the hall into what pads, bars and evaluators show,
``field`` runs the lines. No rule of the hall is here: a pad asks as a terminal asks, and is refused as it is.
"""
