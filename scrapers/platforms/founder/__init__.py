"""The e-paper systems of Founder (方正): the newer one in its skins, nbs, and the classic one."""
