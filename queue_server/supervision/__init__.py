"""ROOM  attendance, presence, ratings: watched by rules set beforehand, ending in conduct cards."""
