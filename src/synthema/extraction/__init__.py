"""What each study was and who took part, taken down with the team's own tool by two people and reconciled."""
