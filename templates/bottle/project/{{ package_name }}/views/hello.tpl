% rebase("base.tpl", title="Hello")
<h1>{{message}}</h1>
<p><a href="/">Back</a></p>
