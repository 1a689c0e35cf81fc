<?php
/* SPDX-License-Identifier: Apache-2.0; plain PHP to compare with: one file, no framework, persistent PDO, opcache */
$pg = ($_GET['db'] ?? '') === 'pg';
$db = $pg ? new PDO('pgsql:host='.getenv('PGH').';dbname=php','smm','',[PDO::ATTR_PERSISTENT=>true])
          : new PDO('sqlite:'.getenv('SQF'),null,null,[PDO::ATTR_PERSISTENT=>true]);
$e=fn($s)=>htmlspecialchars((string)$s,ENT_QUOTES);
header('Content-Type: text/html; charset=utf-8');
echo '<!DOCTYPE html><html lang="en"><head><title>Services</title><link rel="stylesheet" href="/s.css"></head><body><header><nav><ul>';
foreach(['Dashboard','New order','Services','Orders','Add funds','Tickets','API','Account'] as $i=>$l) echo '<li><a href="/p',$i,'"',$i==2?' class="on"':'','>',$e($l),'</a></li>';
echo '</ul></nav><p class="user">alice <b>12.34</b></p></header><main>';
$cur=null;
foreach($db->query('SELECT id,cat,name,descr,rate,min,max,avg,type,refill,cancel,drip FROM services ORDER BY id',PDO::FETCH_ASSOC) as $s){
  if($cur!==$s['cat']){ if($cur!==null) echo '</tbody></table></section>'; $cur=$s['cat'];
   echo '<section id="c',$cur,'"><h2>Category ',$cur,'</h2><table class="cat"><thead><tr><th>ID</th><th>Service</th><th>Rate per 1000</th><th>Min</th><th>Max</th><th>Average time</th><th>Type</th><th>Flags</th><th></th></tr></thead><tbody>';}
  echo '<tr id="s',$e($s['id']),'" class="',$e($s['type']),'"><td>',$e($s['id']),'</td><td class="n">',$e($s['name']),'<small>',$e($s['descr']),'</small></td><td class="r">',$e($s['rate']),'</td><td>',$e($s['min']),'</td><td>',$e($s['max']),'</td><td>',$e($s['avg']),'</td><td>',$e($s['type']),'</td><td>',$s['refill']?'<i>refill</i>':'',$s['cancel']?'<i>cancel</i>':'',$s['drip']?'<i>drip</i>':'','</td><td><a class="b" href="/order?service=',$e($s['id']),'">Order</a></td></tr>';
}
echo '</tbody></table></section></main><footer>panel</footer></body></html>';
