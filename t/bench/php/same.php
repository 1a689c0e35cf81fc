<?php
/* SPDX-License-Identifier: Apache-2.0; plain PHP with the content of our own pages, from our own database: session, balance, rows.
   What does not change from row to row is cut out of our page by t/bench/same-parts and only echoed here. */
$db = new PDO('sqlite:'.getenv('PANEL_DB'),null,null,[PDO::ATTR_PERSISTENT=>true,PDO::ATTR_ERRMODE=>PDO::ERRMODE_EXCEPTION,PDO::ATTR_DEFAULT_FETCH_MODE=>PDO::FETCH_ASSOC]);
$e=fn($s)=>htmlspecialchars((string)$s,ENT_QUOTES);
$usd=fn($m)=>'$'.number_format($m/1e6,2);
$q=$db->prepare('SELECT a.id,a.username,a.theme,w.balance,w.held FROM session s JOIN account a ON a.id=s.account_id JOIN wallet w ON w.account_id=a.id AND w.panel_id=s.panel_id WHERE s.token_hash=? AND s.panel_id=1 AND a.status=\'active\' AND s.seen>?');
$q->execute([hash('sha256',$_COOKIE['smm-demo']??''),time()-86400]);
if(!($me=$q->fetch())){ http_response_code(303); header('Location: /signin'); exit; }
$csrf=hash_hmac('sha256',$_COOKIE['smm-demo'],'bench');
$parts=require __DIR__.'/parts-'.PAGE.'.php';
$from=['@USER@','@BALANCE@','@CSRF@']; $to=[$e($me['username']),$usd($me['balance']),$csrf];
header('Content-Type: text/html; charset=utf-8'); header('Cache-Control: no-store');
