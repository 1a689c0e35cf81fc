<?php
/* SPDX-License-Identifier: Apache-2.0; plain PHP to compare with: one file, no framework, persistent PDO, opcache */
$pg = ($_GET['db'] ?? '') === 'pg';
$db = $pg ? new PDO('pgsql:host='.getenv('PGH').';dbname=php','smm','',[PDO::ATTR_PERSISTENT=>true])
          : new PDO('sqlite:'.getenv('SQF'),null,null,[PDO::ATTR_PERSISTENT=>true]);
$e=fn($s)=>htmlspecialchars((string)$s,ENT_QUOTES);
header('Content-Type: text/html; charset=utf-8');
echo '<!DOCTYPE html><html lang="en"><head><title>Services</title><link rel="stylesheet" href="/s.css"></head><body><header><nav><ul>';
foreach(['Dashboard','New order','Services','Orders','Add funds','Tickets','API','Account'] as $i=>$l) echo '<li><a href="/p',$i,'"',$i==2?' class="on"':'','>',$e($l),'</a></li>';
echo '</ul></nav><p class="user">alice <b>12.34</b></p></header><main><table class="ord"><thead><tr><th>ID</th><th>Date</th><th>Link</th><th>Charge</th><th>Qty</th><th>Service</th><th>Status</th></tr></thead><tbody>';
$q=$db->prepare('SELECT id,ts,link,charge,qty,service_id,status FROM orders WHERE user_id=? ORDER BY id DESC LIMIT 20'); $q->execute([mt_rand(1,1000)]);
foreach($q as $o) echo '<tr class="',$e($o['status']),'"><td>',$e($o['id']),'</td><td>',$e($o['ts']),'</td><td><a href="',$e($o['link']),'">',$e($o['link']),'</a></td><td>',$e($o['charge']),'</td><td>',$e($o['qty']),'</td><td>',$e($o['service_id']),'</td><td>',$e($o['status']),'</td></tr>';
echo '</tbody></table></main><footer>panel</footer></body></html>';
