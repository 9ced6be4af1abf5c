"""The ground: townships, villages; later people, water supplies, scorecards."""
