<?php
/* SPDX-License-Identifier: Apache-2.0 */
const PAGE='dash'; require __DIR__.'/same.php';
$first=intdiv(time(),86400)-29; $days=array_fill($first,30,0); $running=$stopped=$month=0;
$q=$db->prepare("SELECT CASE WHEN created>=? THEN created/86400 ELSE 0 END AS day,SUM(charge-refunded) AS charge,SUM(state IN ('intent','dispatching','accepted','in_progress','unknown','review')) AS running,SUM(state IN ('partial','canceled') AND refunded=0) AS stopped FROM campaign WHERE panel_id=1 AND account_id=? GROUP BY 1");
$q->execute([$first*86400,$me['id']]);
foreach($q as $r){ $running+=$r['running']; $stopped+=$r['stopped']; if($r['day']){ $days[$r['day']]=$r['charge']; $month+=$r['charge']; } }
$q=$db->prepare("SELECT COUNT(*) FROM ticket WHERE panel_id=1 AND account_id=? AND status='answered'"); $q->execute([$me['id']]); $tickets=$q->fetchColumn();
$q=$db->prepare("SELECT id,amount FROM payment WHERE panel_id=1 AND account_id=? AND state IN ('pending','confirming','underpaid') ORDER BY id DESC LIMIT 3"); $q->execute([$me['id']]); $waiting=$q->fetchAll();
$q=$db->prepare('SELECT id,service_name,link,status,quantity,remains,charge,created FROM campaign WHERE panel_id=1 AND account_id=? ORDER BY id DESC LIMIT 5'); $q->execute([$me['id']]); $rows=$q->fetchAll();
$max=max(1,max($days)); $points=''; $hits=''; $table=''; $x=0;
foreach($days as $d=>$v){ $t=$usd($v); $l=gmdate('j M',$d*86400); $points.=$x.','.(1000-round($v*1000/$max)).' '; $hits.='<rect class="hit" x="'.($x-10).'" y="0" width="20" height="1000"><title>'.$l.': '.$t.'</title></rect>'; $table.='<tr><th scope="row">'.$l.'</th><td class="num">'.$t.'</td></tr>'; $x+=20; }
echo str_replace($from,$to,$parts[0]),'<svg class="plot" viewBox="0 0 580 1000" preserveAspectRatio="none" aria-hidden="true"><line class="grid" x1="0" x2="580" y1="1000" y2="1000"></line><line class="grid" x1="0" x2="580" y1="500" y2="500"></line><line class="grid" x1="0" x2="580" y1="0" y2="0"></line><polygon class="area" points="0,1000 ',$points,'580,1000"></polygon><polyline class="line l1" points="',$points,'"></polyline>',$hits,$parts[1],$table,$parts[2];
foreach($rows as $r){ [$name,$tags]=array_pad(explode(' [',$r['service_name'],2),2,''); $done=$r['remains']===null?0:$r['quantity']-$r['remains'];
  echo str_replace(['@ID@','@NAME@','@TAGS@','@LINK@','@HOST@','@STATUS@','@DONE@','@QTY@','@PCT@','@CHARGE@','@AT@'],[$r['id'],$e($name),$e($tags===''?'':'['.$tags),$e($r['link']),$e(preg_replace('~^https?://~','',$r['link'])),$e($r['status']),number_format($done),number_format($r['quantity']),$r['quantity']?intdiv($done*100,$r['quantity']):0,$usd($r['charge']),gmdate('Y-m-d\TH:i:s\Z',$r['created'])],$parts['row']); }
echo $parts[3];
foreach($db->query('SELECT id,clean FROM service WHERE panel_id=1 AND status IN (0,1) ORDER BY category_id,position,id LIMIT 8') as $s) echo '<option value="',$s['id'],'">',$s['id'],' – ',$e($s['clean']),'</option>';
$news=$db->query('SELECT * FROM service_change WHERE panel_id=1 ORDER BY id DESC LIMIT 20')->fetchAll();
echo str_replace($from,$to,$parts[4]);
