"""RIM  ``queue-server assess``: reads journal and lists, prints the ranking, and publishes it when asked."""
