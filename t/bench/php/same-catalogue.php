<?php
/* SPDX-License-Identifier: Apache-2.0 */
const PAGE='catalogue'; require __DIR__.'/same.php';
$short=fn($n)=>$n>=1000000?($n/1000000).'M':($n>=1000?($n/1000).'K':$n);
$icon=fn($n)=>'<svg class="i " aria-hidden="true" width="20" height="20"><use href="'.ICONS.'#'.$n.'"></use></svg>';
echo str_replace($from,$to,$parts[0]);
$count=$db->query('SELECT category_id,COUNT(*) FROM service WHERE panel_id=1 AND status<>3 GROUP BY 1')->fetchAll(PDO::FETCH_KEY_PAIR);
$cur=null;
foreach($db->query('SELECT s.id,s.category_id,c.name AS cat,s.clean,s.rate,s.min,s.max,s.status,s.tag_max,s.start_max,s.speed_hi,s.refill_days,s.completion,s.rating FROM service s JOIN category c ON c.id=s.category_id WHERE s.panel_id=1 AND s.status<>3 ORDER BY c.position,s.position,s.id') as $s){
  if($cur!==$s['category_id']){ if($cur!==null) echo '</tbody>'; $cur=$s['category_id'];
    echo '<tbody role="rowgroup"><tr role="row" class="grp"><th role="columnheader" colspan="6" scope="colgroup">',$icon('world'),$e($s['cat']),' <span class="mut">',$count[$cur],' services</span></th></tr>'; }
  $id=$s['id'];
  echo '<tr role="row"><td role="cell" class="main"><a class="ttl" href="/services/',$id,'-',trim(preg_replace('/[^a-z0-9]+/','-',strtolower($s['clean'])),'-'),'">',$e($s['clean']),'</a><span class="meta"><span class="id">',$id,'</span><span class="tags">';
  if($s['tag_max']) echo '<span class="tag"><span class="sr">Maximum </span><bdi dir="ltr">',$short($s['tag_max']),'</bdi></span> ';
  if($s['start_max']!==null) echo '<span class="tag">',$icon('clock'),'<span class="sr">Starts within </span><bdi dir="ltr">',$s['start_max']/3600,'H</bdi></span> ';
  if($s['speed_hi']) echo '<span class="tag">',$icon('gauge'),'<span class="sr">Speed </span><bdi dir="ltr">',$short($s['speed_hi']),'/D</bdi></span> ';
  if($s['refill_days']) echo '<span class="tag fill">',$icon('refresh'),'<bdi dir="ltr">R',$s['refill_days'],'</bdi></span> ';
  echo '</span></span></td><td role="cell" data-l="Per 1,000" class="num"><b><bdi>',$usd($s['rate']),'</bdi></b><span class="mut xs blk"><span class="sr">Min – max </span><bdi>',$short($s['min']),' – ',$short($s['max']),'</bdi></span></td><td role="cell" data-l="Completion" class="w-c">',$s['completion']===null?'<span class="mut">–<span class="sr">not enough campaigns yet</span></span>':$s['completion'],'</td><td role="cell" data-l="Rating" class="nw">',$s['rating']===null?'<span class="mut">–<span class="sr">no ratings yet</span></span>':$s['rating'],'</td><td role="cell" data-l="Status"><span class="badge ok">Active</span></td><td role="cell" class="end"><a class="btn sm" href="/app/campaigns/new?service=',$id,'">Order<span class="sr"> ',$id,'</span></a></td></tr>';
}
echo '</tbody>',str_replace($from,$to,$parts[1]);
