"""The ways out of the product: mail and the robots of group chats. Both off until set up."""
