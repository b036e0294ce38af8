"""The LED bars over the windows: two makes, one purpose."""
