"""Numbers while the server is away: what a kiosk keeps, issues by itself, and hands in later."""
