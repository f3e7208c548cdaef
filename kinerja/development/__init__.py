"""Development plans, trainings, learning hours (JP) and the assignment of both to many people."""
