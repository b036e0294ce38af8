"""How long everybody will wait: the hall replayed forward beside the writer, told with the documents.

The rules of the forecast are ``queue_server.forecast``'s; here are the process that computes it, the pace,
and what the rest of the server asks for. Nobody waits for a forecast: without one, nothing is told.
"""
