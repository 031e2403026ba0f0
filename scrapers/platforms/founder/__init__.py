"""The e-paper systems of Founder (方正): the newer one in two skins, and the classic one."""
