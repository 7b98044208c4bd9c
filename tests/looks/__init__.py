"""How every place looks in every state: what is shown is kept, and looked at when it changes."""
