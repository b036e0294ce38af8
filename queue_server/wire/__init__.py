"""The words spoken between the programs, by speaker. No rule, no socket but in ``client``."""
