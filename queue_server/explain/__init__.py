"""Why a ticket was called when it was: a past day folded into one ticket's story, and the words for it."""
