// stands for ClerkJS
