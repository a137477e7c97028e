"""How the embedded model is made, from data to the files in ``toolkit/models/``. Not shipped; see README.md beside this file.

Each step is a module with a command of its own: ``python -m training.prepare``, ``vocabulary``, ``train``, ``finetune``,
``export``, ``evaluate``.
"""
