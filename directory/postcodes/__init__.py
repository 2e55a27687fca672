"""Where postcodes are: the files that carry them, and the part of it that is shipped."""
