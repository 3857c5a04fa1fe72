"""The demonstration: a circle of invented women, each a process of her own, against a real relay."""
