"""Files for somebody who has none at hand: a page and a recording, made when they are wanted."""
