"""The dataset: all views as files, and what their columns mean, for those who use data frames or cite a state."""
