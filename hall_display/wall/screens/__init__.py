"""The screens of the managers' wall."""
