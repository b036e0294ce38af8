"""The only asyncio of the server: engine, ticker, listener, audience, field. No rule of the hall is here."""
