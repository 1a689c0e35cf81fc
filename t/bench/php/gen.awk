# SPDX-License-Identifier: Apache-2.0
BEGIN{ print "BEGIN;";
for(i=1;i<=10000;i++) printf "INSERT INTO wallet VALUES(%d,1000000000,'user%d');\n",i,i;
for(i=1;i<=10000;i++) printf "INSERT INTO sess VALUES('tok%08d-0123456789abcdef',%d,2000000000);\n",i,i;
for(i=0;i<1000;i++) printf "INSERT INTO services VALUES(%d,%d,'Service %d & plan <%s> region %d','Starts in %d hours, speed %dk/day, quality tier %d','%d.%04d',%d,%d,'%d h %d min','%s',%d,%d,%d);\n",i+1,int(i/25)+1,i+1,(i%3)?"standard":"premium",i%17,i%12,i%50,i%5,i%9,(i*7919)%10000,10*(1+i%10),1000*(1+i%100),i%24,i%60,(i%4)?"default":"package",(i%2)?1:0,(i%3)?0:1,(i%5)?0:1;
for(u=1;u<=1000;u++) for(k=1;k<=20;k++) printf "INSERT INTO orders(user_id,service_id,qty,charge,link,status) VALUES(%d,%d,1000,123,'https://example.org/profile/%d?a=1&b=2','completed');\n",u,k,k;
print "COMMIT;";}
