"""The code scanner at the touchscreen: lines of text from a serial port."""
