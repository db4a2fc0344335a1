"""What databases of the press, readers and networks export, which are none of the formats but written in them."""
