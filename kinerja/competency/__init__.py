"""Dictionary, job standards, self-assessment, the supervisor's verification, and gaps."""
