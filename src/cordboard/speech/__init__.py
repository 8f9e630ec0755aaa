"""Words into sound: voices that read texts, and prompts that people record."""
