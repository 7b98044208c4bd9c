"""Fine-tuned models: what is remembered, how they train, and how they are used."""
