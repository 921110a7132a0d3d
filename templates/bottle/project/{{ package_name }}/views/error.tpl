% rebase("base.tpl", title=error.status_line)
<h1>{{error.status_line}}</h1>
<p>{{error.body}}</p>
% if debug and error.traceback:
<pre>{{error.traceback}}</pre>
% end
<p><a href="/">Back</a></p>
