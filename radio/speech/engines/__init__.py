"""The engines that speak: `registry` lists them; each adapter lies beside the worker process that it starts."""
