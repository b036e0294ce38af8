"""Badge readers at the windows: EM4100 and Wiegand over a serial port, OSDP with its secure channel."""
