// outcome: ok
eval('1\n//# sourceMappingURL=file:///dev/zero');
