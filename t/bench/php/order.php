<?php
/* SPDX-License-Identifier: Apache-2.0; plain PHP to compare with: one file, no framework, persistent PDO, opcache */
$pg = ($_GET['db'] ?? '') === 'pg';
$o=[PDO::ATTR_PERSISTENT=>true,PDO::ATTR_ERRMODE=>PDO::ERRMODE_EXCEPTION];
if($pg) $db=new PDO('pgsql:host='.getenv('PGH').';dbname=php','smm','',$o);
else { $db=new PDO('sqlite:'.getenv('SQF'),null,null,$o); $db->exec('PRAGMA busy_timeout=10000'); $db->exec('PRAGMA synchronous='.(getenv('PSYNC')?:'NORMAL')); }
$u=mt_rand(1,10000); $s=mt_rand(1,1000);
try {
 $db->exec($pg?'BEGIN':'BEGIN IMMEDIATE');
 $q=$db->prepare('UPDATE wallet SET balance=balance-? WHERE user_id=? AND balance>=?'); $q->execute([1,$u,1]);
 if($q->rowCount()!==1) throw new Exception('funds');
 $q=$db->prepare("INSERT INTO orders(user_id,service_id,qty,charge,link,status) VALUES(?,?,?,?,?,'new')"); $q->execute([$u,$s,1000,1,'https://example.org/profile/12345']);
 $id=$pg?$db->lastInsertId('orders_id_seq'):$db->lastInsertId();
 $q=$db->prepare('INSERT INTO ledger(account,order_ref,amount) VALUES(?,?,?)'); $q->execute([$u,$id,-1]); $q->execute([0,$id,1]);
 $db->exec('COMMIT'); echo '<!DOCTYPE html><title>ok</title><p>ok</p>';
} catch(Exception $x){ try{$db->exec('ROLLBACK');}catch(Exception $y){} http_response_code(500); echo 'fail'; }
