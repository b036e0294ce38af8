"""ROOM: who is next, and what may happen to a ticket. Pure: no clock, disk, socket or chance in here."""
