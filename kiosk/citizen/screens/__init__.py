"""One file for each screen a citizen sees: it shows the state it is given and tells what was touched."""
