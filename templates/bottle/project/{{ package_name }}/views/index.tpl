% rebase("base.tpl")
<h1>It works</h1>
<p>This is a Bottle application.</p>
<ul>
  <li><a href="/hello">Say hello</a></li>
  <li><a href="https://bottlepy.org/docs/stable/">Read Bottle's documentation</a></li>
</ul>
