"""Where releases come from: folders that are watched, and sites that are asked; what is new there."""
