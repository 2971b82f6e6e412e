"""Sample enterprises (企业样本) and their copies (看样学样): a kit of what worked, adopted with its deviations."""
