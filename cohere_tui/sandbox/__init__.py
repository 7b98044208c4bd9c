"""A loopback server that speaks the Cohere API, across the street: it imports nothing of the app.

`server.py` opens and closes it, `app.py` lists its routes, one file answers each resource
(`chat_v2.py`, `models.py`, `keys.py`), `answers/` computes what a model would say, and `knobs.py`
makes bad weather.
"""
