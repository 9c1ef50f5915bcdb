"""The catalogue in the words of the portal's contract of 2018."""
