"""Which lines do sites add to their articles? The rules and phrases, by language."""
