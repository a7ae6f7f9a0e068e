"""What every page stands on: who visits, the door of each address, answers, words of refusal."""
