"""A past day played again over the ordinary wire: read-only, at any speed, for boards and walls."""
