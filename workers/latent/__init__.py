"""The latent writer's programs: its server, its training, and prose vectors from files."""
