"""The only SQL: journal, snapshots, acknowledgements, people. No rule of the hall lives here."""
