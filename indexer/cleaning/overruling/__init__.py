"""What does a person decide otherwise than the rules of cleaning?"""
