"""The boards over the hall: what is called, shown and spoken."""
