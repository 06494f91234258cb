"""Mobile pages inside WeChat: what the bureau knows, to read in large type, and what is one's own.

A Flask blueprint under ``/h5/``, made by ``blueprint.make_blueprint`` out of what ``needs.Needs`` lists. The
pages are whole without JavaScript and without a login; only 我的留言 asks WeChat who is there. The package
must not know the skills of the chat, and never calls the platform in a request, but for the one exchange
of a code for an openid. Start reading at ``blueprint``, then ``reading`` (the pages) and ``identity``.
"""
