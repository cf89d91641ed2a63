// outcome: timeout
((1n<<60000000n)-1n).toString(3);
